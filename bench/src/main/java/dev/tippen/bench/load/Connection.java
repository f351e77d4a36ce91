package dev.tippen.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One connection with at most one request in flight.
final class Connection {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final AnswerReader answers = new AnswerReader();
  private @Nullable ByteBuffer unwritten;
  private boolean busy;
  private long sinceNs;

  private Connection(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  static Connection open(InetSocketAddress address, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.connect(address);
      channel.configureBlocking(false);
      return new Connection(channel, selector);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /// @param sinceNs from when its latency counts
  void send(ByteBuffer request, long sinceNs) throws IOException {
    busy = true;
    this.sinceNs = sinceNs;
    channel.write(request);
    if (request.hasRemaining()) {
      unwritten = ByteBuffer.allocate(request.remaining()).put(request).flip();
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
  }

  void writeRest() throws IOException {
    if (unwritten == null) return;
    channel.write(unwritten);
    if (unwritten.hasRemaining()) return;
    unwritten = null;
    key.interestOps(SelectionKey.OP_READ);
  }

  /// @return as [AnswerReader#read]
  int read() throws IOException {
    int status = answers.read(channel);
    if (status != 0) busy = false;
    return status;
  }

  boolean dropped() {
    return answers.dropped();
  }

  boolean busy() {
    return busy;
  }

  long sinceNs() {
    return sinceNs;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing is read from it any more.
    }
  }
}
