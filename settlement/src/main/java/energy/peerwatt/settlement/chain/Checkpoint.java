package energy.peerwatt.settlement.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The node's whole state at one block, kept to spare replaying the journal. Only a shortcut: it may
 * vanish at any time.
 *
 * @param state as the node dumped it
 */
record Checkpoint(long height, Digest hash, String state) {

    /** Writes or replaces the file. */
    void write(Path file) throws IOException {
        String text = height + " " + hash + " " + Digest.keccak(ascii(state)) + "\n" + state;
        DurableFile.replace(file, ascii(text));
    }

    /** Reads the file; empty if it is absent, damaged or no checkpoint. */
    static Optional<Checkpoint> read(Path file) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            String[] lines = Files.readString(file, StandardCharsets.US_ASCII).split("\n", 2);
            String[] head = lines[0].split(" ", 3);
            if (!head[2].equals(Digest.keccak(ascii(lines[1])).hex())) {
                return Optional.empty();
            }
            return Optional.of(
                    new Checkpoint(Long.parseLong(head[0]), new Digest(head[1]), lines[1]));
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
