/** As if a person pressed a link that downloads. */
export function takeByLink(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
