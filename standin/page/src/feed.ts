/** Hears what changed. A browser keeps few lines open to one server, so a window out of sight lets go of its own. */

const TOPICS = ["clock", "people", "chat", "calendar", "mailbox"];

/** Calls back with each topic that changed, and with every topic after the line was lost or the window was out of sight. */
export function listen(address: string, changed: (topic: string) => void): void {
  let source: EventSource | undefined;
  const follow = () => {
    source?.close();
    source = document.hidden ? undefined : open(address, changed);
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}

function open(address: string, changed: (topic: string) => void): EventSource {
  const source = new EventSource(address);
  source.onmessage = (event: MessageEvent<string>) => changed(event.data);
  source.onopen = () => TOPICS.forEach(changed);
  return source;
}
