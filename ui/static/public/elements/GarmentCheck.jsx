// One question about a garment, with answers of one tap; the next question takes its place.
import { useEffect, useRef, useState } from "react";

const LOST = "The page has lost touch with Stylist. Please try again in a moment.";

export default function GarmentCheck() {
  const { place, state, title, left, garments = [], asked = [], notes = [], said } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const [open, setOpen] = useState(null);
  const [typed, setTyped] = useState("");
  const here = useRef(null);

  // Asked for from a card further up: without this the tap would seem to do nothing.
  useEffect(() => {
    if (place.mode === "one") here.current?.scrollIntoView({ block: "center" });
  }, []);

  const act = async (what) => {
    setBusy(true);
    setError(null);
    try {
      const { response } = await callAction({ name: "mend", payload: { place, act: what } });
      if (response.error) {
        setError(response.error);
      } else {
        setOpen(null);
        setTyped("");
        await updateElement(response.card);
      }
    } catch {
      setError(LOST);
    }
    setBusy(false);
  };

  const again = async () => {
    setBusy(true);
    try {
      await callAction({ name: "outfits_again", payload: {} });
    } catch {
      setError(LOST);
    }
    setBusy(false);
  };

  const button = (label, what, look = "check-button") => (
    <button type="button" key={label} className={look} disabled={busy} onClick={() => act(what)}>
      {label}
    </button>
  );

  const row = (one) => (
    <div className="check-row" key={one.field} data-field={one.field}>
      <span className="check-label">{one.label}</span>
      <span className="check-now">{one.now}</span>
      <span className="check-options">
        {one.options.map((option) =>
          button(option.label, { do: "correct", field: one.field, value: option.value })
        )}
        {one.suggestions.length > 0 && open !== one.field && (
          <button
            type="button"
            className="check-button check-quiet"
            disabled={busy}
            onClick={() => {
              setOpen(one.field);
              setTyped("");
            }}
          >
            Something else…
          </button>
        )}
        {open === one.field && (
          <form
            className="check-form"
            onSubmit={(event) => {
              event.preventDefault();
              if (typed.trim()) act({ do: "correct", field: one.field, value: typed });
            }}
          >
            <input
              autoFocus
              aria-label={`${one.label}, in a word`}
              list={`words-${one.field}`}
              maxLength={60}
              placeholder="Say it in a word"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
            <datalist id={`words-${one.field}`}>
              {one.suggestions.map((word) => (
                <option key={word} value={word} />
              ))}
            </datalist>
            <button type="submit" className="check-button" disabled={busy || !typed.trim()}>
              Save
            </button>
          </form>
        )}
      </span>
    </div>
  );

  const item = state === "ask" ? garments[0] : null;
  return (
    <section ref={here} className="garment-check" data-testid="garment-check" data-state={state}>
      <header className="check-head">
        <span className="outfit-title">{title}</span>
        {place.mode === "review" && state !== "end" && (
          <span className="check-left">{left === 1 ? "the last one" : `${left} left`}</span>
        )}
      </header>
      {(said || place.undo) && (
        <div className="check-said" role="status">
          <span>{said}</span>
          {place.undo && button("Undo", { do: "undo" }, "check-link")}
        </div>
      )}
      {error && (
        <div className="check-error" role="alert">
          {error}
        </div>
      )}
      <div className={`check-body check-${state}`}>
        {garments.map((garment) => (
          <div className="check-garment" key={garment.id} data-garment-id={garment.id}>
            <div className="garment-frame">
              {garment.picture ? (
                <img src={garment.picture} alt={garment.name} />
              ) : (
                <span className="garment-missing">no picture</span>
              )}
            </div>
            <div className="garment-name">{garment.name}</div>
            {state === "pair" &&
              button("Same: keep this one", { do: "same", keep: garment.id }, "check-button check-wide")}
          </div>
        ))}
        {item && (
          <div className="check-answers">
            {notes.length > 0 && <p className="check-note">The photo: {notes.join(", ")}.</p>}
            {place.mode === "review" && (
              <div className="check-yes">
                {button("Yes", { do: "confirm", fields: asked }, "check-button check-main")}
              </div>
            )}
            {(props.rows || []).map(row)}
            {(props.more || []).length > 0 && (
              <details className="check-more">
                <summary>Something else is wrong</summary>
                {props.more.map(row)}
              </details>
            )}
          </div>
        )}
      </div>
      <footer className="check-foot">
        {item && button("Turn", { do: "turn" }, "check-link")}
        {item &&
          button(
            item.background_removed ? "Show the whole photo" : "Cut it out",
            { do: "background", removed: !item.background_removed },
            "check-link"
          )}
        {item &&
          button(
            item.availability === "clean" ? "In the laundry" : "Clean again",
            { do: "put", availability: item.availability === "clean" ? "laundry" : "clean" },
            "check-link"
          )}
        <span className="check-gap" />
        {state === "pair" && button("They are different", { do: "different" })}
        {place.mode === "review" && state !== "end" && button("Skip", { do: "skip" }, "check-link")}
        {place.mode === "review" && state !== "end" && button("Stop", { do: "stop" }, "check-link")}
        {place.changed && (
          <button type="button" className="check-button" disabled={busy} onClick={again}>
            Show outfits again
          </button>
        )}
      </footer>
    </section>
  );
}
