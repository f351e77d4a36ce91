package dev.tippen.cli;

import dev.tippen.imports.D1Dump;
import dev.tippen.store.KeyText;
import dev.tippen.store.sqlite.DirectAccess;
import dev.tippen.store.sqlite.SqliteKeyStore;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes the keys of a dump that don't exist here.
///
/// @param made texts of the new ones
/// @param existing how many were there
/// @param refused texts that can't be keys
record ImportedKeys(List<String> made, int existing, List<String> refused) {

  static ImportedKeys make(List<D1Dump.Key> keys, DirectAccess access) {
    SqliteKeyStore store = new SqliteKeyStore(access);
    Set<String> known = new HashSet<>();
    store.all().forEach(k -> known.add(k.text()));
    List<String> made = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    int existing = 0;
    for (D1Dump.Key k : keys) {
      if (known.contains(k.text())) {
        existing++;
      } else if (!KeyText.isValid(k.text())) {
        refused.add(k.text());
      } else {
        store.bring(
            k.text(),
            k.type(),
            k.clientName(),
            k.website(),
            k.backendUrl(),
            k.status(),
            k.createdAt(),
            k.lastUsedAt(),
            k.usageCount(),
            k.notes());
        made.add(k.text());
      }
    }
    return new ImportedKeys(made, existing, refused);
  }

  void print(PrintWriter out) {
    if (made.isEmpty() && refused.isEmpty()) return;
    out.printf("Keys: %d made, %d were there%n", made.size(), existing);
    for (String text : refused) {
      out.println(
          "  '"
              + Terminal.printable(text)
              + "' can't be a key; its rows are left out, --key KEY takes them");
    }
  }
}
