import { speak } from './words.js';

document.querySelector('#server-address').textContent = location.origin;
speak();
