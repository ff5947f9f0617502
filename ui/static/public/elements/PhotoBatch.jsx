// A bulk upload: how far it is, what could not be used, and a way to stop it.
import { useState } from "react";

export default function PhotoBatch() {
  const { id, expected = 0, done, cancelled, counts = {}, problems = [] } = props;
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState(null);
  const seen = ["ready", "failed", "duplicates", "cancelled"];
  const finished = seen.reduce((sum, name) => sum + (counts[name] || 0), 0);
  const title = done ? (cancelled ? "Cancelled" : "Done") : `Taking in ${expected} photos`;

  const cancel = async () => {
    setAsked(true);
    setError(null);
    try {
      const { response } = await callAction({ name: "cancel_batch", payload: { batch_id: id } });
      if (response.error) throw new Error(response.error);
    } catch (problem) {
      setAsked(false);
      setError(problem.message || "That did not reach Stylist. Please try again.");
    }
  };

  return (
    <section className="garment-check" data-testid="photo-batch" data-done={String(Boolean(done))}>
      <header className="check-head">
        <span className="outfit-title">{title}</span>
        <span className="check-left">
          {counts.received || 0} sent, {finished} looked at, {counts.ready || 0} ready
          {counts.duplicates ? `, ${counts.duplicates} here already` : ""}
          {counts.failed ? `, ${counts.failed} not usable` : ""}
        </span>
      </header>
      <div className="check-body">
        <span className="outfit-bar" role="progressbar" aria-valuenow={finished} aria-valuemax={expected}>
          <span style={{ width: `${expected ? Math.round((100 * finished) / expected) : 0}%` }} />
        </span>
      </div>
      {error && (
        <div className="check-error" role="alert">
          {error}
        </div>
      )}
      {problems.length > 0 && (
        <ul className="batch-problems">
          {problems.map((problem, index) => (
            <li key={index}>
              {problem.filename}: {problem.message}
            </li>
          ))}
        </ul>
      )}
      {!done && (
        <footer className="check-foot">
          <button type="button" className="check-button" disabled={asked} onClick={cancel}>
            {asked ? "Cancelling…" : "Cancel"}
          </button>
        </footer>
      )}
    </section>
  );
}
