// What was learned of a person's taste: each leaning with buttons to move or forget it.
import { useState } from "react";

const LOST = "The page has lost touch with Stylist. Please try again in a moment.";

export default function LearnedTaste() {
  const { title, rows = [], warmth, explore, said } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [sure, setSure] = useState(false);

  const act = async (what) => {
    setBusy(true);
    setError(null);
    setSure(false);
    try {
      const { response } = await callAction({ name: "taste", payload: what });
      if (response.error) {
        setError(response.error);
      } else {
        await updateElement(response.card);
      }
    } catch {
      setError(LOST);
    }
    setBusy(false);
  };

  const button = (label, what, named) => (
    <button
      type="button"
      className="check-button"
      aria-label={named}
      disabled={busy}
      onClick={() => act(what)}
    >
      {label}
    </button>
  );

  return (
    <section className="outfit-card" data-testid="learned-taste">
      <header className="outfit-head">
        <span className="outfit-title">{title}</span>
      </header>
      {said && <p role="status">{said}</p>}
      {error && <p role="alert">{error}</p>}
      {warmth && <p>{warmth}</p>}
      {rows.map((row) => (
        <div className="check-row" key={row.name} data-attribute={row.name}>
          <span className="check-label">{row.family}</span>
          <span className="check-now">
            {row.label}: {row.liked}
            {row.own ? " (set by you)" : ""}
          </span>
          <span className="check-options">
            {button("more", { do: "more", name: row.name }, `More of ${row.label}`)}
            {button("less", { do: "less", name: row.name }, `Less of ${row.label}`)}
            {row.own
              ? button("learn it", { do: "relearn", name: row.name }, `Learn ${row.label} again`)
              : button("forget", { do: "forget", name: row.name }, `Forget ${row.label}`)}
          </span>
        </div>
      ))}
      <div className="check-row">
        <span className="check-options">
          {button(
            explore ? "Only show what I like" : "Sometimes show something different",
            { do: "explore" }
          )}
          {!sure && rows.length > 0 && (
            <button
              type="button"
              className="check-button"
              disabled={busy}
              onClick={() => setSure(true)}
            >
              Forget all of it…
            </button>
          )}
          {sure && button("Yes, forget everything learned", { do: "reset" })}
        </span>
      </div>
    </section>
  );
}
