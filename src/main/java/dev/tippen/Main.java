package dev.tippen;

/** x. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws Exception {
    long t = System.nanoTime();
    var db = dev.tippen.store.sqlite.Database.open(java.nio.file.Path.of(args[0]));
    System.out.println("open ms " + (System.nanoTime() - t) / 1_000_000);
    try (var c = db.writer();
        var r = c.createStatement().executeQuery("select name,sql from sqlite_master")) {
      while (r.next()) System.out.println(r.getString(1));
    }
  }
}
