import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether the window is at most `width` pixels wide; the style sheets change at the same widths. */
export function useNarrow(width: 760 | 1100 = 760): boolean {
  const query = `(max-width: ${width}px)`;
  const isNarrow = useSignal(matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const follow = () => {
      isNarrow.value = media.matches;
    };
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, [isNarrow, query]);
  return isNarrow.value;
}
