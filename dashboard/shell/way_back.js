// The browser's way back: what one press writes into the address is one step of it. Streamlit makes
// every write a step, and a page that is left drops its own parameters one after the other.

const PRESSES = ["pointerdown", "keydown", "input", "click"];
let isListening = false;

export default function () {
  if (isListening) return;
  isListening = true;
  const push = history.pushState.bind(history);
  let isPressed = false;
  for (const kind of PRESSES) {
    document.addEventListener(
      kind,
      () => {
        isPressed = true;
      },
      { capture: true },
    );
  }
  history.pushState = (...step) => {
    if (isPressed) push(...step);
    else history.replaceState(...step);
    isPressed = false;
  };
}
