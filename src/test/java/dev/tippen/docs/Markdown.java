package dev.tippen.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The fenced blocks of a page.
final class Markdown {
  private Markdown() {}

  /// @param language the word after the fence, empty if none
  /// @param text without the fences and the last line's end
  /// @param at file and line of the fence, for messages
  record Block(String language, String text, String at) {}

  static List<Block> blocks(Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("```")) continue;
      int begin = i;
      do i++;
      while (i < lines.size() && !lines.get(i).equals("```"));
      if (i == lines.size()) throw new IllegalStateException("open block at line " + (begin + 1));
      blocks.add(
          new Block(
              lines.get(begin).substring(3).strip(),
              String.join("\n", lines.subList(begin + 1, i)),
              page + ":" + (begin + 1)));
    }
    return blocks;
  }
}
