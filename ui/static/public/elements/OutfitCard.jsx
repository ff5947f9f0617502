// One outfit: its pieces with pictures, a score with its parts, and why it works.
export default function OutfitCard() {
  const { number, percent, note, explanation, items = [], parts = [] } = props;
  return (
    <section className="outfit-card" data-testid="outfit-card" data-outfit-id={props.outfit_id}>
      <header className="outfit-head">
        <span className="outfit-title">Outfit {number}</span>
        <span className="outfit-bar" role="img" aria-label={`Score ${percent} of 100`}>
          <span style={{ width: `${percent}%` }} />
        </span>
        <span className="outfit-percent">{percent}</span>
      </header>
      {note && <p className="outfit-note">{note}</p>}
      <div className="outfit-items">
        {items.map((item, index) => (
          <div className="outfit-item" key={index} data-garment-id={item.garment_id}>
            <figure>
              <div className="garment-frame">
                {item.picture ? (
                  <img src={item.picture} alt={item.name} />
                ) : (
                  <span className="garment-missing">no picture</span>
                )}
              </div>
              <figcaption>
                <div className="garment-name">{item.name}</div>
                <div className="garment-kind">
                  {item.colors.map((color) => (
                    <span
                      className="swatch"
                      key={color.name}
                      title={color.name}
                      style={{ background: color.hex }}
                    />
                  ))}
                  <span>{item.kind}</span>
                </div>
                <button
                  type="button"
                  className="garment-wrong"
                  aria-label={`This is wrong: ${item.name}`}
                  onClick={() =>
                    callAction({ name: "wrong", payload: { garment_id: item.garment_id } })
                  }
                >
                  This is wrong
                </button>
              </figcaption>
            </figure>
          </div>
        ))}
      </div>
      <p className="outfit-why">{explanation}</p>
      {parts.length > 0 && (
        <details className="outfit-parts">
          <summary>How it scores</summary>
          {parts.map((part) => (
            <div className="outfit-part" key={part.name}>
              <span>{part.name}</span>
              <span className="outfit-bar">
                <span style={{ width: `${part.percent}%` }} />
              </span>
              <span>{part.percent}</span>
              <em>{part.why}</em>
            </div>
          ))}
        </details>
      )}
    </section>
  );
}
