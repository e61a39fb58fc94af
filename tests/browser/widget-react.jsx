// An app in React: a bell, and a button of the app's own that opens a drawer.

import { useEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";

function WhatsNew() {
  const news = useRef(null);
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    const element = news.current;
    const told = (event) => setUnread(event.detail.unread);
    for (const name of ["load", "read"]) element.addEventListener(`tidings-news:${name}`, told);
    return () => {
      for (const name of ["load", "read"]) element.removeEventListener(`tidings-news:${name}`, told);
    };
  }, []);
  return (
    <>
      <button id="own" onClick={() => news.current.toggle()}>
        News ({unread})
      </button>
      <tidings-news ref={news} src="/news.json" placement="panel" words={{ title: "News for you" }} />
    </>
  );
}

function App() {
  const [isThere, setThere] = useState(true);
  const [version, setVersion] = useState("2.3.0");
  return (
    <>
      <header>
        <span>React</span>
        <button id="unmount" onClick={() => setThere(!isThere)}>Mount</button>
        <button id="upgrade" onClick={() => setVersion("2.4.0")}>Upgrade</button>
        {isThere && <WhatsNew />}
        <tidings-news id="bell" src="/news.json" version={version} />
      </header>
      <main><h1>React</h1></main>
    </>
  );
}

const root = document.createElement("div");
document.body.append(root);
createRoot(root).render(<App />);
