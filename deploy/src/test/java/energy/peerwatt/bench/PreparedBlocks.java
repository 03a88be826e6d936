package energy.peerwatt.bench;

import energy.peerwatt.market.Channel;
import energy.peerwatt.market.MeteringPointId;
import energy.peerwatt.metering.protocol.BlockSigner;
import energy.peerwatt.metering.protocol.ClockState;
import energy.peerwatt.metering.protocol.DeviceContext;
import energy.peerwatt.metering.protocol.DeviceEvidence;
import energy.peerwatt.metering.protocol.Ed25519SigningKey;
import energy.peerwatt.metering.protocol.GatewayIdentity;
import energy.peerwatt.metering.protocol.Hash256;
import energy.peerwatt.metering.protocol.Reading;
import energy.peerwatt.metering.protocol.ReadingBlock;
import energy.peerwatt.metering.protocol.ReadingChain;
import energy.peerwatt.metering.protocol.SaltKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Signed blocks of many gateways, made before any clock starts and kept in a file, so that they
 * take no heap. Each gateway reads {@value #POINTS} metering points, import and export, once a
 * second.
 */
final class PreparedBlocks implements AutoCloseable {

    static final int POINTS = 5;
    static final Instant START = Instant.parse("2026-06-18T00:00:00Z");

    private static final DeviceEvidence EVIDENCE =
            new DeviceEvidence(
                    "eastron-sdm630",
                    Hash256.sha256(new byte[] {1}),
                    Hash256.sha256(new byte[] {2}),
                    Optional.of("1234567"));

    private static final int REGISTERS = 2 * POINTS;
    private static final int SECONDS_PER_BLOCK = ReadingBlock.MAX_READINGS / REGISTERS;

    private record Place(long offset, int length) {}

    private final FileChannel file;
    private final List<GatewayIdentity> identities;
    private final List<List<Place>> places;

    private PreparedBlocks(
            FileChannel file, List<GatewayIdentity> identities, List<List<Place>> places) {
        this.file = file;
        this.identities = identities;
        this.places = places;
    }

    /**
     * Signs {@code blocks} full blocks of each gateway.
     *
     * @param path overwritten
     */
    static PreparedBlocks prepare(Path path, int gateways, int blocks) throws IOException {
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        List<BlockSigner> signers =
                IntStream.range(0, gateways)
                        .mapToObj(gateway -> signer("gw-bench-%03d".formatted(gateway)))
                        .toList();
        List<List<Place>> places =
                IntStream.range(0, gateways)
                        .parallel()
                        .mapToObj(gateway -> write(file, signers.get(gateway), gateway, blocks))
                        .toList();
        return new PreparedBlocks(
                file, signers.stream().map(BlockSigner::identity).toList(), places);
    }

    private static BlockSigner signer(String gatewayId) {
        return new BlockSigner(gatewayId, Ed25519SigningKey.generate(new SecureRandom()));
    }

    private static List<Place> write(
            FileChannel file, BlockSigner signer, int gateway, int blocks) {
        List<Place> written = new ArrayList<>(blocks);
        String gatewayId = signer.identity().gatewayId();
        ReadingChain chain = new ReadingChain(gatewayId, 1, SaltKey.random());
        for (int number = 0; number < blocks; number++) {
            byte[] block = signer.sign(block(gatewayId, gateway, number), chain);
            written.add(append(file, block));
        }
        return written;
    }

    private static Place append(FileChannel file, byte[] block) {
        // One after the other: threads share the end of the file.
        synchronized (file) {
            try {
                long offset = file.size();
                file.write(ByteBuffer.wrap(block), offset);
                return new Place(offset, block.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static ReadingBlock block(String gatewayId, int gateway, int number) {
        List<Reading> readings = new ArrayList<>(ReadingBlock.MAX_READINGS);
        long sequence = (long) number * ReadingBlock.MAX_READINGS;
        for (int i = 0; i < SECONDS_PER_BLOCK; i++) {
            long second = (long) number * SECONDS_PER_BLOCK + i;
            for (int register = 0; register < REGISTERS; register++) {
                readings.add(reading(++sequence, gateway, register, second));
            }
        }
        return new ReadingBlock(gatewayId, 1, readings);
    }

    /** Some 1 to 3 kW, each register at its own pace. */
    private static Reading reading(long sequence, int gateway, int register, long second) {
        long paceMilliWh = 300 + (gateway * 31L + register * 17L) % 600;
        return new Reading(
                sequence,
                new MeteringPointId("AT-BENCH-%03d-%d".formatted(gateway, register / 2)),
                register % 2 == 0 ? Channel.IMPORT : Channel.EXPORT,
                START.plusSeconds(second).plusMillis(gateway % 997),
                1_000_000 + second * paceMilliWh / 1_000,
                1_000,
                false,
                ClockState.UNKNOWN,
                beside(second, paceMilliWh));
    }

    /** As a gateway sends it: power each minute, evidence each quarter-hour. */
    private static DeviceContext beside(long second, long paceMilliWh) {
        if (second % 60 != 0) {
            return DeviceContext.NONE;
        }
        Optional<Integer> watts = Optional.of((int) (paceMilliWh * 36 / 10));
        return second % 900 == 0
                ? DeviceContext.of(EVIDENCE).withWatts(watts)
                : DeviceContext.NONE.withWatts(watts);
    }

    int gateways() {
        return identities.size();
    }

    int blocksOfEach() {
        return places.getFirst().size();
    }

    GatewayIdentity identity(int gateway) {
        return identities.get(gateway);
    }

    /** Market time at which all readings lie in the past. */
    Instant end() {
        return START.plusSeconds((long) blocksOfEach() * SECONDS_PER_BLOCK);
    }

    /** Safe for use by several threads. */
    byte[] block(int gateway, int number) {
        Place place = places.get(gateway).get(number);
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        try {
            while (bytes.hasRemaining()
                    && file.read(bytes, place.offset() + bytes.position()) >= 0) {}
            return bytes.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
