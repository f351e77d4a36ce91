package dev.tippen.imports;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The rows of a file as lines of the import form, always the same ones in the same order. For one
/// thread.
public interface RowSource extends AutoCloseable {

  /// The next line without its end, at most [ImportDecoder#LINE_MAX_BYTES]; a row that can't be
  /// expressed is a line that says why. Null after the last one.
  ///
  /// @throws SourceException if the file can't be read on
  byte @Nullable [] next() throws IOException;

  /// About how much of the file is read, 0 to 1.
  double progress();

  @Override
  void close() throws IOException;
}
