package org.cotangent.nn.train;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.cotangent.core.FormatException;

/// A file of scalars over the steps that TensorBoard reads: loss, rate and the gradient's norm of each step, metrics of
/// each epoch.
///
/// Records of TensorFlow's TFRecord format (length, its checksum, bytes, their checksum) that hold its `Event` message;
/// only the fields for scalars are written.
public final class EventFile implements Callback, Closeable {
    private static final int MASK = 0xa282ead8;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final Path file;
    private final OutputStream out;

    /// Begins a new file in a folder, beside those of earlier parts of the run.
    public EventFile(Path folder) throws IOException {
        Files.createDirectories(folder);
        var name = String.format(Locale.ROOT, "events.out.tfevents.%d.%d.cotangent",
                System.currentTimeMillis() / 1000, ProcessHandle.current().pid());
        file = folder.resolve(name);
        out = new java.io.BufferedOutputStream(Files.newOutputStream(file));
        record(event(0, 3, "brain.Event:2".getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void stepped(Step s) {
        scalars(s.step(), Map.of("loss/step", s.loss(), "rate", s.rate(), "gradient_norm", s.size()));
    }

    @Override
    public void evaluated(Evaluation e) {
        scalars(e.step(), e.metrics());
        scalars(e.step(), Map.of("loss/epoch", e.loss()));
        flush();
    }

    @Override
    public void ended() {
        flush();
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void scalars(long step, Map<String, Double> values) {
        var summary = new ByteArrayOutputStream();
        values.forEach((name, v) -> {
            var value = new ByteArrayOutputStream();
            bytes(value, 1, name.getBytes(StandardCharsets.UTF_8));
            tag(value, 2, FIXED32);
            value.writeBytes(little(Integer.BYTES).putInt(Float.floatToRawIntBits(v.floatValue())).array());
            bytes(summary, 1, value.toByteArray());
        });
        try {
            record(event(step, 5, summary.toByteArray()));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private FormatException failed(IOException e) {
        return new FormatException("write " + file, String.valueOf(e.getMessage()), null,
                "see that there is room and permission; the last checkpoint is as it was", e);
    }

    private static byte[] event(long step, int field, byte[] content) {
        var e = new ByteArrayOutputStream();
        tag(e, 1, FIXED64);
        e.writeBytes(little(Long.BYTES).putDouble(System.currentTimeMillis() / 1e3).array());
        tag(e, 2, VARINT);
        varint(e, step);
        bytes(e, field, content);
        return e.toByteArray();
    }

    private void record(byte[] event) throws IOException {
        var length = little(Long.BYTES).putLong(event.length).array();
        out.write(length);
        out.write(little(Integer.BYTES).putInt(checksum(length)).array());
        out.write(event);
        out.write(little(Integer.BYTES).putInt(checksum(event)).array());
    }

    /// The CRC-32C turned right by 15 bits, plus a constant.
    static int checksum(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void bytes(ByteArrayOutputStream to, int field, byte[] content) {
        tag(to, field, BYTES);
        varint(to, content.length);
        to.writeBytes(content);
    }

    private static void tag(ByteArrayOutputStream to, int field, int kind) {
        to.write(field << 3 | kind);
    }

    private static void varint(ByteArrayOutputStream to, long v) {
        long rest = v;
        while ((rest & ~0x7fL) != 0) {
            to.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        to.write((int) rest);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
