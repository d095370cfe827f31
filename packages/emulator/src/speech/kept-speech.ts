/** Speech that was made before, since an agent says much of what it says again and again; what was said longest ago goes first. */
export interface KeptSpeech {
  /** A copy of it. */
  find(key: string): Int16Array | undefined;
  keep(key: string, samples: Int16Array): void;
}

export function createKeptSpeech(maxSamples: number): KeptSpeech {
  const kept = new Map<string, Int16Array>();
  let total = 0;
  const forget = (key: string): void => {
    total -= kept.get(key)?.length ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, samples: Int16Array): void => {
    forget(key);
    kept.set(key, samples);
    total += samples.length;
    for (const oldest of kept.keys()) {
      if (total <= maxSamples) return;
      forget(oldest);
    }
  };
  return {
    find(key) {
      const found = kept.get(key);
      if (found) keep(key, found);
      return found?.slice();
    },
    keep: (key, samples) => keep(key, samples.slice()),
  };
}
