// What stands in the box: a question goes out of it as soon as it is asked, so that the next one can be typed at once; it
// is there again where it was refused, or is not heard. What is asked from elsewhere on the page takes no place from what
// was typed.
let onItsWay = ""; // the question that the server has not taken yet
let returned = ""; // the one that it seemed not to hear
let besides = ""; // what was typed besides it
const come = new Set(); // turns over the wire

function sendOff(question) {
  onItsWay = question;
  write(box(), besides);
  besides = "";
}

function giveBack() {
  if (!onItsWay) return;
  putAside();
  write(box(), onItsWay);
  onItsWay = "";
}

function giveBackUnheard() {
  returned = onItsWay;
  giveBack();
}

// It was heard, be it late, where a turn comes that has not come before.
function take({ conversation, number }) {
  const turn = `${conversation} ${number}`;
  if (come.has(turn)) return;
  come.add(turn);
  if (returned && box().value === returned) sendOff("");
  onItsWay = returned = "";
}

// What is put aside is there again once what takes its place is asked.
function putAside() {
  besides = [besides, box().value].filter((words) => words.trim()).join("\n");
}

const allTyped = () => [onItsWay, box().value, besides].filter((words) => words.trim()).join("\n");
