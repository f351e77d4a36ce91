package dev.tippen.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns. The first rows decide the widths, so that any number of rows is printed
/// in little memory; a later, wider cell pushes its row to the right.
final class Table {
  private static final int SAMPLE_ROWS = 200;

  /// On a terminal, where long lines wrap and tear the table apart.
  private static final int CELL_MAX_CHARS = 60;

  private final List<String> columns;
  private final boolean cut;
  private final PrintWriter out;
  private final int[] widths;
  private final List<List<Cell>> sample = new ArrayList<>();
  private boolean started;

  /// @param number aligned to the right
  record Cell(String text, boolean number) {}

  /// @param cut whether wide cells are shortened
  Table(List<String> columns, boolean cut, PrintWriter out) {
    this.columns = columns.stream().map(Terminal::printable).toList();
    this.cut = cut;
    this.out = out;
    this.widths = this.columns.stream().mapToInt(String::length).toArray();
  }

  void row(List<Cell> cells) {
    List<Cell> shown = cut ? cells.stream().map(Table::cut).toList() : cells;
    if (started) {
      print(shown);
      return;
    }
    sample.add(shown);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], shown.get(i).text.length());
    }
    if (sample.size() == SAMPLE_ROWS) start();
  }

  void finish(long rows) {
    if (!started) start();
    out.println(rows == 1 ? "(1 row)" : "(" + rows + " rows)");
    out.flush();
  }

  private void start() {
    started = true;
    print(columns.stream().map(c -> new Cell(c, false)).toList());
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : "  ").append("-".repeat(widths[i]));
    }
    out.println(line);
    sample.forEach(this::print);
    sample.clear();
  }

  private void print(List<Cell> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Cell cell = cells.get(i);
      String padding = " ".repeat(Math.max(0, widths[i] - cell.text.length()));
      line.append(i == 0 ? "" : "  ");
      line.append(cell.number ? padding + cell.text : cell.text + padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private static Cell cut(Cell cell) {
    return cell.text.length() <= CELL_MAX_CHARS
        ? cell
        : new Cell(cell.text.substring(0, CELL_MAX_CHARS - 3) + "...", cell.number);
  }
}
