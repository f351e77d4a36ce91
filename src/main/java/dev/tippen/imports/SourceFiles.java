package dev.tippen.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// The CSV files of an export: a zip, a folder with them, or one file. A zip may be made to inflate
/// without end: what inflates too far is refused.
final class SourceFiles implements AutoCloseable {
  private static final int FILES_MAX = 1_000;
  private static final int FOLDER_DEPTH_MAX = 3;

  /// Tables of text shrink to a tenth, sometimes to a fiftieth.
  private static final long INFLATION_MAX = 200;

  private static final long INFLATED_ANYWAY_BYTES = 16L * 1024 * 1024;

  private final @Nullable ZipFile zip;
  private final List<File> files;

  /// @param name without folders
  record File(String name, long bytes, @Nullable ZipEntry entry, @Nullable Path path) {}

  private SourceFiles(@Nullable ZipFile zip, List<File> files) {
    this.zip = zip;
    this.files = List.copyOf(files);
  }

  /// @throws SourceException if it can't be read or holds too many files
  static SourceFiles open(Path source) throws IOException {
    if (Files.isDirectory(source)) return ofFolder(source);
    if (isZip(source)) return ofZip(source);
    return new SourceFiles(
        null,
        List.of(new File(String.valueOf(source.getFileName()), Files.size(source), null, source)));
  }

  static boolean isZip(Path source) throws IOException {
    try (InputStream in = Files.newInputStream(source)) {
      byte[] begin = in.readNBytes(4);
      return begin.length == 4 && begin[0] == 'P' && begin[1] == 'K' && begin[2] == 3;
    }
  }

  private static SourceFiles ofFolder(Path folder) throws IOException {
    List<File> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder, FOLDER_DEPTH_MAX)) {
      for (Path path : (Iterable<Path>) all.filter(SourceFiles::isCsv)::iterator) {
        if (files.size() == FILES_MAX) throw tooMany(folder);
        files.add(new File(String.valueOf(path.getFileName()), Files.size(path), null, path));
      }
    }
    // Folders list their files in any order.
    files.sort(Comparator.comparing(File::name).thenComparing(f -> String.valueOf(f.path)));
    return new SourceFiles(null, files);
  }

  private static boolean isCsv(Path path) {
    return Files.isRegularFile(path)
        && path.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".csv");
  }

  private static SourceFiles ofZip(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new SourceException(
          file.getFileName() + " is no zip that can be read: " + e.getMessage(), e);
    }
    try {
      if (zip.size() > FILES_MAX) throw tooMany(file);
      List<File> files = new ArrayList<>();
      for (ZipEntry e : Collections.list(zip.entries())) {
        String name = e.getName().substring(e.getName().lastIndexOf('/') + 1);
        boolean csv = name.toLowerCase(java.util.Locale.ROOT).endsWith(".csv");
        // Programs for Apple's system add a shadow of each file.
        if (e.isDirectory() || !csv || name.startsWith("._")) continue;
        files.add(new File(name, Math.max(0, e.getCompressedSize()), e, null));
      }
      files.sort(Comparator.comparing(File::name));
      return new SourceFiles(zip, files);
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static SourceException tooMany(Path source) {
    return new SourceException(source.getFileName() + " holds more than " + FILES_MAX + " files");
  }

  List<File> files() {
    return files;
  }

  /// @return null if there is none whose name begins so
  @Nullable File find(String begin) {
    for (File f : files) if (f.name.startsWith(begin)) return f;
    return null;
  }

  /// Opens one of the files; what it inflates to is bounded.
  InputStream read(File file) throws IOException {
    if (zip == null || file.entry == null) {
      if (file.path == null) throw new IllegalStateException("a file without a place");
      return Files.newInputStream(file.path);
    }
    InputStream in = zip.getInputStream(file.entry);
    if (in == null) throw new SourceException(file.name + " is not in the zip");
    return new Bounded(in, file);
  }

  private static final class Bounded extends FilterInputStream {
    private final File file;
    private long bytes;

    Bounded(InputStream in, File file) {
      super(in);
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) count(1);
      return b;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      try {
        int n = super.read(into, from, length);
        if (n > 0) count(n);
        return n;
      } catch (ZipException e) {
        throw new SourceException(file.name + " in the zip is damaged: " + e.getMessage(), e);
      }
    }

    private void count(int more) throws SourceException {
      bytes += more;
      if (bytes > INFLATED_ANYWAY_BYTES && bytes / INFLATION_MAX > file.bytes) {
        throw new SourceException(
            file.name
                + " in the zip inflates to more than "
                + INFLATION_MAX
                + " times its size; unpack it yourself if you trust it");
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (zip != null) zip.close();
  }
}
