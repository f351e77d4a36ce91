package dev.tippen.enrich.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds which of many words occur in a text, in one pass over it, whatever their number (A. V.
/// Aho, M. J. Corasick, "Efficient string matching", 1975). ASCII letters match in either case.
/// Immutable; safe for all threads.
final class WordSearch {
  /// Where a word may stand: anywhere, or tied by these bits.
  static final int AT_START = 1, AT_END = 2, AFTER_BORDER = 4, BEFORE_BORDER = 8;

  /// @param text lower case, ASCII
  record Word(String text, int ties) {}

  /// @param word its number, in the order in which the words were given
  record Match(int word, int from, int to) {}

  private static final int CHARS = 128;

  private final byte[] classes = new byte[CHARS];
  private final int width;
  private final int[] next;
  private final int[][] ends;
  private final Word[] words;

  WordSearch(List<Word> words) {
    this.words = words.toArray(Word[]::new);
    int used = 1;
    int nodes = 1;
    for (Word word : words) {
      for (char c : word.text.toCharArray()) {
        if (classes[c] == 0) classes[c] = (byte) used++;
      }
      nodes += word.text.length();
    }
    for (char c = 'A'; c <= 'Z'; c++) classes[c] = classes[c + 'a' - 'A'];
    width = used;
    int[] trie = new int[nodes * width];
    List<List<Integer>> found = new ArrayList<>();
    found.add(new ArrayList<>());
    for (int w = 0; w < this.words.length; w++) {
      int node = 0;
      for (char c : this.words[w].text.toCharArray()) {
        int at = node * width + classes[c];
        if (trie[at] == 0) {
          trie[at] = found.size();
          found.add(new ArrayList<>());
        }
        node = trie[at];
      }
      found.get(node).add(w);
    }
    next = Arrays.copyOf(trie, found.size() * width);
    followFailures(found);
    ends = new int[found.size()][];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = found.get(i).stream().mapToInt(Integer::intValue).sorted().toArray();
    }
  }

  /// Makes each missing edge the one of the longest end of what was read that begins a word.
  private void followFailures(List<List<Integer>> found) {
    int[] failure = new int[found.size()];
    var queue = new ArrayDeque<Integer>();
    for (int c = 0; c < width; c++) {
      if (next[c] != 0) queue.add(next[c]);
    }
    for (Integer node = queue.poll(); node != null; node = queue.poll()) {
      found.get(node).addAll(found.get(failure[node]));
      for (int c = 0; c < width; c++) {
        int at = node * width + c;
        int otherwise = next[failure[node] * width + c];
        if (next[at] == 0) {
          next[at] = otherwise;
        } else {
          failure[next[at]] = otherwise;
          queue.add(next[at]);
        }
      }
    }
  }

  /// The match of the word that was given first; null if none occurs.
  @Nullable Match first(String text) {
    int best = words.length;
    int bestEnd = 0;
    int node = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      node = next[node * width + (c < CHARS ? classes[c] : 0)];
      for (int word : ends[node]) {
        if (word >= best) break;
        if (fits(words[word], text, i + 1)) {
          best = word;
          bestEnd = i + 1;
        }
      }
    }
    return best == words.length
        ? null
        : new Match(best, bestEnd - words[best].text.length(), bestEnd);
  }

  private static boolean fits(Word word, String text, int end) {
    if (word.ties == 0) return true;
    int start = end - word.text.length();
    if ((word.ties & AT_START) != 0 && start > 0) return false;
    if ((word.ties & AT_END) != 0 && end < text.length()) return false;
    if ((word.ties & AFTER_BORDER) != 0 && start > 0 && isWordChar(text.charAt(start - 1))) {
      return false;
    }
    return (word.ties & BEFORE_BORDER) == 0
        || end == text.length()
        || !isWordChar(text.charAt(end));
  }

  static boolean isWordChar(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
