// Names for Chainlit's buttons that are only a drawing, for those who hear the page.
const NAMES = [
  ["#new-chat-button", "New conversation"],
  ["#upload-button", "Add photos"],
  ["#chat-submit", "Send"],
  ["#stop-button", "Stop"],
  ["#message-composer button:has(path[d^='M9.5 4C8.67157'])", "Speak"],
  ["#message-composer button:has(svg.lucide-x)", "Done speaking"],
  ["button:has(> svg.lucide-copy)", "Copy"],
  ["button:has(> svg.lucide-arrow-down)", "To the newest message"],
];

const name = () => {
  for (const [where, said] of NAMES) {
    for (const button of document.querySelectorAll(where)) {
      if (button.getAttribute("aria-label") !== said) button.setAttribute("aria-label", said);
    }
  }
};

let waiting = false;
new MutationObserver(() => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    name();
  });
}).observe(document.documentElement, { childList: true, subtree: true });
name();
