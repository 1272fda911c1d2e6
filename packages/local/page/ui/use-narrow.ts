import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether the window is as narrow as a phone; the style sheets change at the same width. */
export function useNarrow(): boolean {
  const query = "(max-width: 760px)";
  const isNarrow = useSignal(matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const follow = () => {
      isNarrow.value = media.matches;
    };
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, [isNarrow]);
  return isNarrow.value;
}
