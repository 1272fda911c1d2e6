// The plain contact page: sends the form to POST /contact and says when the consumer stored it.
const form = document.getElementById("form");
const log = document.getElementById("log");
const waiting = new Set();

function tell(text) {
  const line = document.createElement("li");
  line.textContent = text;
  log.prepend(line);
}

const { url } = await (await fetch("/_local/info")).json();

const { topics } = await (await fetch(`${url}/topics`)).json();
for (const { id, label } of topics) {
  form.elements.topic.add(new Option(label, id));
}

new EventSource("/_local/events").addEventListener("services", ({ data }) => {
  const stored = JSON.parse(data).tables.flatMap((table) => table.items);
  for (const { id } of stored.filter((item) => waiting.delete(item.id))) {
    tell(`Stored: ${id}`);
  }
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = JSON.stringify(Object.fromEntries(new FormData(form)));
  try {
    const answer = await fetch(`${url}/contact`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const result = await answer.json();
    if (answer.status === 202) {
      waiting.add(result.submissionId);
      tell(`Accepted: ${result.submissionId}`);
      form.reset();
    } else {
      tell(`Not accepted (${answer.status}): ${result.message}`);
    }
  } catch {
    tell("Not sent: the server does not answer.");
  }
});
