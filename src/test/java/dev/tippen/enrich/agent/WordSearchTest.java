package dev.tippen.enrich.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tippen.enrich.agent.WordSearch.Found;
import dev.tippen.enrich.agent.WordSearch.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// One pass finds what a search for each word would find.
class WordSearchTest {
  private static final String ALPHABET = "abcAB/ .é";

  @Test
  void itFindsWhatEachWordAloneWouldFind() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<Word> words = new ArrayList<>();
      for (int mark = 0; mark < 8; mark++) {
        words.add(new Word(text(random, 1, 3, 8), random.nextInt(16), true, mark, 0));
      }
      for (int rank = 0; rank < 8; rank++) {
        String lower = text(random, 1, 4, 8).toLowerCase(Locale.ROOT);
        words.add(new Word(lower, random.nextInt(16), false, -1, rank));
      }
      WordSearch search = new WordSearch(words);
      for (int i = 0; i < 50; i++) {
        String text = text(random, 0, 30, ALPHABET.length());
        Found found = search.find(text);
        assertEquals(marks(words, text), found.marks(), () -> "seed " + seed + ": " + text);
        assertEquals(rank(words, text), found.rank(), () -> "seed " + seed + ": " + text);
      }
    }
  }

  @Test
  void itSaysWhereTheRankedWordStands() {
    Found found =
        new WordSearch(List.of(new Word("crawl", 0, false, -1, 0))).find("AcmeCrawler/1.0");
    assertEquals(4, found.from());
    assertEquals(9, found.end());
  }

  private static long marks(List<Word> words, String text) {
    long marks = 0;
    for (Word word : words) {
      if (word.mark() >= 0 && occurs(word, text)) marks |= 1L << word.mark();
    }
    return marks;
  }

  private static int rank(List<Word> words, String text) {
    int least = WordSearch.NONE;
    for (Word word : words) {
      if (word.mark() < 0 && occurs(word, text)) least = Math.min(least, word.rank());
    }
    return least;
  }

  private static boolean occurs(Word word, String text) {
    String in = word.withCase() ? text : text.toLowerCase(Locale.ROOT);
    for (int at = in.indexOf(word.text()); at >= 0; at = in.indexOf(word.text(), at + 1)) {
      int end = at + word.text().length();
      boolean fits =
          ((word.ties() & WordSearch.AT_START) == 0 || at == 0)
              && ((word.ties() & WordSearch.AT_END) == 0 || end == in.length())
              && ((word.ties() & WordSearch.AFTER_BORDER) == 0 || isBorder(in, at - 1))
              && ((word.ties() & WordSearch.BEFORE_BORDER) == 0 || isBorder(in, end));
      if (fits) return true;
    }
    return false;
  }

  private static boolean isBorder(String text, int at) {
    return at < 0 || at >= text.length() || !String.valueOf(text.charAt(at)).matches("[A-Za-z0-9]");
  }

  private static String text(Random random, int min, int max, int letters) {
    var text = new StringBuilder();
    for (int i = min + random.nextInt(max - min + 1); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(letters)));
    }
    return text.toString();
  }
}
