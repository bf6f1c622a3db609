// The host puts its own file here when it carries the bridge itself; Electron's preload needs none.
