package energy.peerwatt.matching.cluster;

import static energy.peerwatt.matching.TestMarket.clock;
import static energy.peerwatt.matching.TestMarket.configure;
import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.market.EngineEvent;
import energy.peerwatt.market.EngineEvent.OrderAccepted;
import energy.peerwatt.matching.TestMarket;
import energy.peerwatt.matching.cluster.EngineAddress.Member;
import energy.peerwatt.matching.cluster.RecordedFrames.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed with orders in its log, and the log's file is given the state in which a kill or
 * a power failure within a write would have left it.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LogRepairTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Some pages of the log. */
    private static final int ORDERS = 120;

    /** Occurs in nothing else that the log holds. */
    private static final long FIRST_ID = 0x5EED_0DE5_0000_0000L;

    private static final String CUT = "is cut off";

    private final List<Member> members = NodeProcess.freeMembers(1);
    private final List<OrderAccepted> acknowledged = new ArrayList<>();
    private NodeProcess node;
    private RecordedFrames log;

    @BeforeEach
    void killANodeWithOrders(@TempDir Path directory) throws IOException {
        node = new NodeProcess(directory, 0, members, Map.of());
        node.start();
        try (EngineClient client = connect()) {
            client.send(configure()).toCompletableFuture().join();
            for (int i = 0; i < ORDERS; i++) {
                acknowledged.add(place(client, i));
            }
        }
        node.kill();
        log = RecordedFrames.read(node.engineDirectory().resolve("archive/0-0.rec"));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void wholeLastEntryOnTwoPagesIsKept() throws IOException {
        int last = lastOrderOnTwoPages();
        log.clearFrom(frame(last).end());

        startsWithOrders(last + 1);
        assertThat(Files.readString(node.log())).doesNotContain(CUT);
    }

    @Test
    void lastEntryWithoutItsSecondPageIsCutOff() throws IOException {
        int last = lastOrderOnTwoPages();
        log.clearFrom(frame(last).secondPage());

        startsWithOrders(last);
        assertThat(Files.readString(node.log())).contains(CUT);
    }

    @Test
    void lastEntryCutWithinAPageIsCutOff() throws IOException {
        int last = lastOrderOnOnePage();
        log.clearFrom(frame(last).at() + 64);

        startsWithOrders(last);
        assertThat(Files.readString(node.log())).contains(CUT);
    }

    /** Pages may reach the disk in any order. */
    @Test
    void restOfAWriteWithoutItsFirstPageIsCutOff() throws IOException {
        int last = lastOrderOnTwoPages();
        byte[] rest = log.bytes(frame(last).secondPage(), frame(last).end());
        log.clearFrom(frame(last).at());
        log.put(frame(last).secondPage(), rest);

        startsWithOrders(last);
        assertThat(Files.readString(node.log())).contains(CUT);
    }

    /** Of padding, its header only is written. */
    @Test
    void paddingAtTheEndIsWhole() throws IOException {
        int last = lastOrderOnTwoPages();
        Frame next = frame(last);
        log.clearFrom(next.at() + Frame.HEADER);
        log.makePadding(next.at(), 2 * RecordedFrames.PAGE);

        startsWithOrders(last);
        assertThat(Files.readString(node.log())).doesNotContain(CUT);
        assertThat(log.frameAt(next.at()).length()).isEqualTo(2 * RecordedFrames.PAGE);
    }

    @Test
    void entriesOfAFormerReleaseNeedNoChecksum() throws IOException {
        log.putSessionUpTo(frame(ORDERS / 2).end(), 0x0B5E_55ED);

        startsWithOrders(ORDERS);
        assertThat(Files.readString(node.log())).doesNotContain(CUT);
    }

    @Test
    void changedByteBeforeTheLastEntryIsRefused() throws IOException {
        Frame changed = frame(ORDERS / 2);
        log.flip(changed.at() + changed.length() / 2);

        isRefusedAt(changed.at());
    }

    @Test
    void pageLostBeforeTheLastEntryIsRefused() throws IOException {
        Frame onTwo = frame(lastOrderOnTwoPages());
        int page = onTwo.secondPage() - 2 * RecordedFrames.PAGE;
        log.put(page, new byte[RecordedFrames.PAGE]);

        isRefusedAt(log.frameOver(page).at());
    }

    /** As a kill leaves it that comes while an entry is cut off. */
    @Test
    void fileThatEndsWithItsLastEntryIsRead() throws IOException {
        int last = lastOrderOnOnePage();
        log.endAt(frame(last).end());

        startsWithOrders(last + 1);
        assertThat(Files.readString(node.log())).doesNotContain(CUT);
    }

    /** A member that has more than the leader shortens its log, and may be killed meanwhile. */
    @Test
    void shorteningThatWasCutShortIsFinished() throws IOException {
        int first = ORDERS / 2;
        Path catalog = node.engineDirectory().resolve("archive/archive.catalog");
        RecordedCatalog.setStopPosition(catalog, frame(first).at());
        Path later = Files.write(log.file().resolveSibling("0-16777216.rec"), new byte[] {1});

        startsWithOrders(first);
        assertThat(later).doesNotExist();
    }

    @Test
    void listingAndDeletionThatWereCutShortAreFinished() throws IOException {
        node.start();
        Await.until("it leads", DEADLINE, this::leads);
        Path archive = node.engineDirectory().resolve("archive");
        Path deleted = archive.resolve("1-0.rec");
        for (int i = 0; i < 3; i++) {
            assertThat(SnapshotRequest.makeAndAwait(node.engineDirectory(), DEADLINE)).isPresent();
        }
        Await.until("the first is deleted", DEADLINE, () -> !Files.exists(deleted));
        node.kill();
        RecordedCatalog.countOneLess(archive.resolve("archive.catalog"));
        Files.createFile(deleted);

        startsWithOrders(ORDERS);
        assertThat(deleted).doesNotExist();
    }

    @Test
    void logThatEndedInOrderIsNotTouched() throws IOException {
        node.start();
        Await.until("it leads", DEADLINE, this::leads);
        node.stop();
        assertThat(node.exitCode()).hasValueSatisfying(code -> assertThat(code).isNotEqualTo(1));

        startsWithOrders(ORDERS);
        assertThat(Files.readString(node.log())).doesNotContain(CUT);
    }

    private int lastOrderOnTwoPages() {
        return lastOrder(true);
    }

    private int lastOrderOnOnePage() {
        return lastOrder(false);
    }

    /** The last order of the log of which this is true; the ones around it are not the same. */
    private int lastOrder(boolean onTwoPages) {
        for (int order = ORDERS - 1; order > ORDERS / 2; order--) {
            if (frame(order).isOnTwoPages() == onTwoPages) {
                return order;
            }
        }
        throw new AssertionError("no such order: " + log);
    }

    private Frame frame(int order) {
        return log.frameWith(FIRST_ID + order);
    }

    /** It knows the first so many orders, as they were, and takes new ones, also later. */
    private void startsWithOrders(int count) {
        node.start();
        Await.until("it leads or ended", DEADLINE, () -> leads() || node.exitCode().isPresent());
        assertThat(node.exitCode()).isEmpty();
        List<EngineEvent> expected = new ArrayList<>(acknowledged.subList(0, count));
        try (EngineClient client = connect()) {
            List<EngineEvent> events = new CopyOnWriteArrayList<>();
            client.subscribe(0, events::add);
            expected.add(place(client, ORDERS));
            Await.until("events", DEADLINE, () -> events.size() >= expected.size());
            assertThat(events).isEqualTo(expected);
        }
        node.kill();
        node.start();
        Await.until("it leads again", DEADLINE, this::leads);
        try (EngineClient client = connect()) {
            List<EngineEvent> events = new CopyOnWriteArrayList<>();
            client.subscribe(0, events::add);
            expected.add(place(client, ORDERS + 1));
            Await.until("events", DEADLINE, () -> events.size() >= expected.size());
            assertThat(events).isEqualTo(expected);
        }
    }

    private void isRefusedAt(long position) throws IOException {
        byte[] before = Files.readAllBytes(log.file());

        node.start();

        Await.until("it ends", DEADLINE, () -> node.exitCode().isPresent());
        assertThat(node.exitCode()).hasValue(1);
        assertThat(Files.readString(node.log()))
                .contains("the log is damaged: what is at position " + position + " ");
        assertThat(Files.readAllBytes(log.file())).isEqualTo(before);
    }

    private boolean leads() {
        return node.status().filter(EngineNodeStatus::leads).isPresent();
    }

    private static OrderAccepted place(EngineClient client, int order) {
        EngineReply reply =
                client.send(TestMarket.sell(101, FIRST_ID + order, 5, 70))
                        .toCompletableFuture()
                        .join();
        assertThat(reply).isInstanceOf(EngineReply.Answered.class);
        return (OrderAccepted) ((EngineReply.Answered) reply).event();
    }

    private EngineClient connect() {
        return EngineClient.connect(
                EngineClientConfig.of(new EngineAddress.Remote(members))
                        .withClock(clock(Instant.now(), 1))
                        .withTimeout(DEADLINE));
    }
}
