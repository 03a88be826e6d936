package energy.peerwatt.edge.uplink;

import energy.peerwatt.edge.spool.DurableFiles;
import energy.peerwatt.edge.spool.Spool;
import energy.peerwatt.market.Channel;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.ChainHead;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.ReadingChain;
import energy.peerwatt.metering.protocol.SaltKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * How far the hash chains of all registers have got, across restarts. Written before the spool
 * frees readings: what comes after them is still there, so the chains can always go on.
 *
 * <p>A line of epoch and sequence, then a line for each register: metering point, channel, hash.
 * One thread.
 */
public final class ChainFile {

    private static final Logger LOG = Logger.getLogger(ChainFile.class);

    private final Path file;
    private final String gatewayId;
    private final SaltKey salts;

    /** Chains of a gateway, kept in {@code file}. */
    public ChainFile(Path file, String gatewayId, SaltKey salts) {
        this.file = file;
        this.gatewayId = gatewayId;
        this.salts = salts;
    }

    /**
     * Chains that have got to a sequence.
     *
     * @param sequence every reading of the epoch up to here is in the chains
     */
    record Position(ReadingChain chain, long sequence) {}

    /**
     * The chains as last written, if they are of the spool's epoch; else from the start of what the
     * spool holds. A damaged file is reported: the head-end will find the chains broken.
     */
    Position load(Spool spool) {
        long start = spool.acknowledged();
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (!lines.isEmpty()) {
                String[] place = lines.getFirst().split(" ", -1);
                long sequence = Long.parseLong(place[1]);
                if (Long.parseLong(place[0]) == spool.epoch() && sequence >= start) {
                    List<ChainHead> heads = heads(lines.subList(1, lines.size()));
                    return new Position(
                            new ReadingChain(gatewayId, spool.epoch(), salts, heads), sequence);
                }
            }
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            LOG.errorf(e, "%s cannot be read: hash chains start anew", file);
        }
        if (start > 0) {
            LOG.errorf("hash chains of %d readings are lost", start);
        }
        return new Position(new ReadingChain(gatewayId, spool.epoch(), salts), start);
    }

    /**
     * Writes the chains, durably.
     *
     * @throws MarketException {@code SPOOL_UNWRITABLE}
     */
    void save(Position position) {
        StringBuilder text = new StringBuilder();
        text.append(position.chain().epoch()).append(' ').append(position.sequence()).append('\n');
        for (ChainHead head : position.chain().heads()) {
            text.append(head.meteringPoint()).append(' ').append(head.channel());
            text.append(' ').append(head.hash()).append('\n');
        }
        try {
            DurableFiles.write(file, text.toString());
        } catch (IOException e) {
            throw new MarketException(ErrorCode.SPOOL_UNWRITABLE, file.toString(), e);
        }
    }

    private static List<ChainHead> heads(List<String> lines) {
        List<ChainHead> heads = new ArrayList<>(lines.size());
        for (String line : lines) {
            String[] fields = line.split(" ", -1);
            heads.add(
                    new ChainHead(
                            new MeteringPointId(fields[0]),
                            Channel.valueOf(fields[1]),
                            Hash256.parse(fields[2])));
        }
        return heads;
    }
}
