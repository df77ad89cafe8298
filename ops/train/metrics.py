"""Retrieval figures of a dual encoder over photographs with five captions each."""
import numpy as np


def figures(images, captions):
    """images float32 [N,D], captions float32 [5N,D] (five a photograph, in order), all unit length. Returns percentages
    over all 5N captions (recall at k: text to image among N), and the match/no-match threshold: the similarity that
    best splits the 5N matched pairs from all unmatched ones, both kinds weighing a half."""
    count = len(images)
    owner = np.arange(len(captions)) // (len(captions) // count)
    scores = captions @ images.T  # [5N, N]
    matched = scores[np.arange(len(captions)), owner]
    rank = (scores > matched[:, None]).sum(1)
    unmatched = np.ones_like(scores, bool)
    unmatched[np.arange(len(captions)), owner] = False
    # One photograph, its own caption against one caption of another photograph.
    beats = [(matched[owner == i][:, None] > scores[owner != i, i][None]).mean() for i in range(count)]
    threshold, accuracy = best_threshold(matched, scores[unmatched])
    return {**{f"text_to_image_r{k}": round(100 * float((rank < k).mean()), 2) for k in (1, 5, 10)},
            "matched_beats_random": round(100 * float(np.mean(beats)), 2),
            "threshold": round(threshold, 3), "threshold_accuracy": round(100 * accuracy, 2),
            "mean_matched": round(float(matched.mean()), 3),
            "mean_unmatched": round(float(scores[unmatched].mean()), 3)}


def best_threshold(matched, unmatched):
    """(threshold, balanced accuracy 0..1), searched in steps of 0.005."""
    grid = np.arange(-0.5, 1.0, 0.005)
    accept = 1 - np.searchsorted(np.sort(matched), grid) / len(matched)
    reject = np.searchsorted(np.sort(unmatched), grid) / len(unmatched)
    best = int(np.argmax(accept + reject))
    return float(grid[best]), float(accept[best] + reject[best]) / 2
