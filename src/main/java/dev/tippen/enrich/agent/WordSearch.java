package dev.tippen.enrich.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds which of many words occur in a text, in one pass over it, whatever their number (A. V.
/// Aho, M. J. Corasick, "Efficient string matching", 1975). Immutable; safe for all threads.
final class WordSearch {
  /// Where a word may stand: anywhere, or tied by these bits.
  static final int AT_START = 1, AT_END = 2, AFTER_BORDER = 4, BEFORE_BORDER = 8;

  /// No ranked word was found.
  static final int NONE = Integer.MAX_VALUE;

  /// @param withCase whether letters must have the case of `text`; otherwise it is lower case
  /// @param mark bit to set when it occurs, 0 to 63; -1 for a word with a rank
  /// @param rank the least one found is kept
  record Word(String text, int ties, boolean withCase, int mark, int rank) {}

  /// @param marks the bits of the marked words that occur
  /// @param rank the least of the ranked words that occur, or [#NONE]
  /// @param end where that word ends
  record Found(long marks, int rank, int from, int end) {
    boolean has(Mark mark) {
      return (marks & 1L << mark.ordinal()) != 0;
    }
  }

  private static final int CHARS = 128;

  /// Class of each character; those in no word are class 0.
  private final byte[] classes = new byte[CHARS];

  /// Begin of the row of the next state, by the begin of the row of this one plus the class.
  private final int[] next;

  /// The words that end in a state, by the number of its row from `firstEnd` on; the states before
  /// end none, and most steps stay in them.
  private final Word[][] ends;

  private final int width;
  private final int firstEnd;

  WordSearch(List<Word> words) {
    int used = 1;
    for (Word word : words) {
      for (char c : lower(word).toCharArray()) {
        if (classes[c] == 0) classes[c] = (byte) used++;
      }
    }
    for (char c = 'A'; c <= 'Z'; c++) classes[c] = classes[c + 'a' - 'A'];
    width = used;

    List<int[]> rows = new ArrayList<>();
    List<List<Word>> found = new ArrayList<>();
    rows.add(new int[width]);
    found.add(new ArrayList<>());
    for (Word word : words) {
      int node = 0;
      for (char c : lower(word).toCharArray()) {
        int[] row = rows.get(node);
        if (row[classes[c]] == 0) {
          row[classes[c]] = rows.size();
          rows.add(new int[width]);
          found.add(new ArrayList<>());
        }
        node = row[classes[c]];
      }
      found.get(node).add(word);
    }
    List<Integer> order = followFailures(rows, found);

    // States near the root are visited most: they lie together, those that end a word behind all.
    int[] place = new int[rows.size()];
    int placed = 0;
    for (int node : order) if (found.get(node).isEmpty()) place[node] = placed++;
    firstEnd = placed * width;
    ends = new Word[rows.size() - placed][];
    for (int node : order) {
      if (found.get(node).isEmpty()) continue;
      ends[placed - firstEnd / width] = found.get(node).toArray(Word[]::new);
      place[node] = placed++;
    }
    next = new int[rows.size() * width];
    for (int node = 0; node < place.length; node++) {
      for (int c = 0; c < width; c++) {
        next[place[node] * width + c] = place[rows.get(node)[c]] * width;
      }
    }
  }

  private static String lower(Word word) {
    return word.text.toLowerCase(Locale.ROOT);
  }

  /// Makes each missing edge the one of the longest end of what was read that begins a word.
  ///
  /// @return the states by their distance from the root
  private static List<Integer> followFailures(List<int[]> rows, List<List<Word>> found) {
    int[] failure = new int[rows.size()];
    List<Integer> order = new ArrayList<>(List.of(0));
    var queue = new ArrayDeque<Integer>();
    for (int node : rows.getFirst()) if (node != 0) queue.add(node);
    for (Integer node = queue.poll(); node != null; node = queue.poll()) {
      order.add(node);
      found.get(node).addAll(found.get(failure[node]));
      int[] row = rows.get(node);
      int[] otherwise = rows.get(failure[node]);
      for (int c = 0; c < row.length; c++) {
        if (row[c] == 0) {
          row[c] = otherwise[c];
        } else {
          failure[row[c]] = otherwise[c];
          queue.add(row[c]);
        }
      }
    }
    return order;
  }

  Found find(String text) {
    long marks = 0;
    int rank = NONE;
    int from = 0;
    int end = 0;
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      state = next[state + (c < CHARS ? classes[c] : 0)];
      if (state < firstEnd) continue;
      for (Word word : ends[(state - firstEnd) / width]) {
        boolean marked = word.mark >= 0;
        if (marked ? (marks & 1L << word.mark) != 0 : word.rank >= rank) continue;
        if (!fits(word, text, i + 1)) continue;
        if (marked) {
          marks |= 1L << word.mark;
        } else {
          rank = word.rank;
          end = i + 1;
          from = end - word.text.length();
        }
      }
    }
    return new Found(marks, rank, from, end);
  }

  private static boolean fits(Word word, String text, int end) {
    int start = end - word.text.length();
    if (word.withCase && !text.startsWith(word.text, start)) return false;
    int ties = word.ties;
    if (ties == 0) return true;
    if ((ties & AT_START) != 0 && start > 0) return false;
    if ((ties & AT_END) != 0 && end < text.length()) return false;
    if ((ties & AFTER_BORDER) != 0 && start > 0 && isWordChar(text.charAt(start - 1))) return false;
    return (ties & BEFORE_BORDER) == 0 || end == text.length() || !isWordChar(text.charAt(end));
  }

  static boolean isWordChar(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
