package dev.tippen.cli;

import java.util.Locale;

/// What kinds of files can be imported.
enum ImportKind {
  D1(
      """
      Imports visitors, calls and keys of the original product: an SQLite database, or SQL text
      of 'wrangler d1 export' or 'sqlite3 .dump'. Nothing of the file is executed. Keys that don't
      exist here are made with the same text and status, so that script tags keep working.
      Visitors come as sums; single page views are not in such a file and are not made up.
      """,
      "./tippen import d1 tippen-db.sql"),
  UMAMI(
      """
      Imports events of Umami: its export as zip or folder, or website_event.csv alone.
      Sessions become visitors; visits are found anew by our own rule.
      """,
      "./tippen import umami export.zip --key KEY"),
  PLAUSIBLE(
      """
      Imports the CSV export of Plausible, zip or folder: sums by day, no events.
      They are kept apart from all other figures; GET /api/v1/imported has them.
      """,
      "./tippen import plausible export.zip --key KEY"),
  JSONL(
      """
      Imports events as JSON lines: the form of docs/import.md, or our own export of events.
      """,
      "./tippen import jsonl events.jsonl --key KEY");

  private final String description;
  private final String example;

  ImportKind(String description, String example) {
    this.description = description;
    this.example = example;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  String example() {
    return example;
  }
}
