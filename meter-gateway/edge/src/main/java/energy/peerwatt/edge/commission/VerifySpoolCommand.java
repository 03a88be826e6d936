package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.spool.SpoolInspection;
import energy.peerwatt.edge.spool.SpoolInspection.Held;
import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.time.ScaledMarketClock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a spool. */
@Command(
        name = "verify-spool",
        description = {
            "Checks the gateway's spool by reading alone, also while the gateway runs: checksums,",
            "sequences without gaps, what waits and for how long, size against its bound."
        })
final class VerifySpoolCommand implements Callable<Integer> {

    private static final long MIB = 1L << 20;

    @Option(
            names = "--max-size-mib",
            defaultValue = "256",
            description = "As peerwatt.spool.max-size-mib. Default: ${DEFAULT-VALUE}.")
    private int maxSizeMib = 256;

    @Option(
            names = "--max-age-days",
            defaultValue = "400",
            description = "As peerwatt.spool.max-age. Default: ${DEFAULT-VALUE}.")
    private int maxAgeDays = 400;

    @Mixin private final DataOptions data = new DataOptions();
    private final ToolOutput output;

    VerifySpoolCommand(ToolOutput output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        Path root = data.directory().resolve("spool");
        SpoolInspection spool = inspect(root);
        output.line("%s: epoch %d".formatted(root, spool.epoch()));
        held(spool.held());
        spool.oldest().ifPresent(this::age);
        size(spool.held().bytes());
        spool.remarks().forEach(remark -> output.line("note: " + remark));
        spool.faults().forEach(fault -> output.line("DAMAGED: " + fault));
        if (spool.isSound()) {
            output.line("sound: every record has its checksum, no sequence is missing");
            return ExitCode.DONE;
        }
        output.line(
                "The gateway will start a new epoch with all that can be read; keep this directory.");
        return ExitCode.NOT_SO;
    }

    private static SpoolInspection inspect(Path root) {
        try {
            return SpoolInspection.of(root);
        } catch (NoSuchFileException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "no spool in " + root + "; see --data", e);
        } catch (IOException | NumberFormatException e) {
            throw new MarketException(ErrorCode.SPOOL_UNWRITABLE, root + ": " + e, e);
        }
    }

    /** Acknowledgements inside the first segment are known only to a running gateway. */
    private void held(Held held) {
        if (held.first() > 1) {
            output.line("acknowledged and freed: 1 to " + (held.first() - 1));
        }
        if (held.count() == 0) {
            output.line("nothing waits");
            return;
        }
        output.line(
                "on disk: %d to %d, %d readings in %d segments"
                        .formatted(held.first(), held.next() - 1, held.count(), held.segments()));
        output.line(
                "waiting: at most these; segments are freed as a whole, so the first of them may"
                        + " be acknowledged already");
    }

    private void age(Instant oldest) {
        Duration age = Duration.between(oldest, ScaledMarketClock.realTime().now());
        output.line(
                "oldest reading: %s, %s; the bound is %d d"
                        .formatted(
                                oldest,
                                age.isNegative()
                                        ? "ahead of this clock"
                                        : "%d d %d h %d min ago"
                                                .formatted(
                                                        age.toDays(),
                                                        age.toHoursPart(),
                                                        age.toMinutesPart()),
                                maxAgeDays));
    }

    private void size(long bytes) {
        long percent = bytes * 100 / (maxSizeMib * MIB);
        output.line(
                "size: %d of %d MiB, %d %%%s"
                        .formatted(
                                (bytes + MIB - 1) / MIB,
                                maxSizeMib,
                                percent,
                                percent >= 80 ? ": nearly full. Is the head-end reachable?" : ""));
    }
}
