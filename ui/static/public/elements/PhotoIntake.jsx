// Photos on their way into the wardrobe, each until it is ready or failed.
import { useEffect, useRef } from "react";

const TITLES = { sending: "Sending", looking: "Looking", ready: "Ready", failed: "Not usable" };

export default function PhotoIntake() {
  const photos = props.photos || [];
  const here = useRef(null);

  // The photos that were sent stand above this, and push it out of sight.
  useEffect(() => {
    if (!photos.some((photo) => photo.state === "ready")) {
      here.current?.scrollIntoView({ block: "center" });
    }
  }, [photos.length]);

  return (
    <section ref={here} className="photo-intake" data-testid="photo-intake">
      {photos.map((photo, index) => (
        <div className={`photo-${photo.state}`} data-state={photo.state} key={index}>
          <div className="garment-frame">
            {photo.picture ? (
              <img src={photo.picture} alt={photo.note} />
            ) : (
              <span className="garment-missing">{TITLES[photo.state]}</span>
            )}
          </div>
          <div className="garment-name">{photo.name}</div>
          {photo.state === "looking" && (
            <div className="outfit-bar">
              <span style={{ width: `${Math.round(photo.progress * 100)}%` }} />
            </div>
          )}
          <div className="photo-state">
            {TITLES[photo.state]}
            {photo.note ? `: ${photo.note}` : ""}
          </div>
          {photo.state === "ready" && photo.garment_id && (
            <button
              type="button"
              className="garment-wrong"
              aria-label={`This is wrong: ${photo.note}`}
              onClick={() =>
                callAction({ name: "wrong", payload: { garment_id: photo.garment_id } })
              }
            >
              This is wrong
            </button>
          )}
        </div>
      ))}
    </section>
  );
}
