package energy.peerwatt.matching.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Measures one contender on one workload in this process and prints {@code key=value} lines.
 *
 * <ul>
 *   <li>{@code verify}: the hash of all that happened
 *   <li>{@code speed}: CPU and wall time of each round, and what the last two thirds of the last
 *       one allocated, when the books, too, have seen about as much as they will
 *   <li>{@code latency}: the time of single commands, the timer's own time included
 *   <li>{@code memory}: bytes of empty books and of orders, on the heap and outside
 * </ul>
 */
final class Fork {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Workload workload;
    private final Contender contender;

    private Fork(Workload workload, Contender contender) {
        this.workload = workload;
        this.contender = contender;
    }

    /**
     * Runs what the arguments say.
     *
     * @param args the measurement, the workload's file, rounds to warm up and rounds to measure
     */
    static void run(String[] args, Contender contender) throws IOException {
        Fork fork = new Fork(Workload.read(Path.of(args[1])), contender);
        print("name", contender.name());
        switch (args[0]) {
            case "verify" -> fork.verify();
            case "speed" -> fork.speed(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
            case "latency" -> fork.latency(Integer.parseInt(args[2]));
            case "memory" -> fork.memory();
            default -> throw new IllegalArgumentException("no measurement: " + args[0]);
        }
    }

    private void verify() {
        EventStream stream = new EventStream();
        play(workload, contender, stream);
        print("events", stream.summary());
        print("hash", stream.hash());
    }

    /** Has the contender tell all that happens in the workload. */
    static void play(Workload workload, Contender contender, EventStream stream) {
        contender.open(workload);
        contender.tell(stream);
        long[] words = workload.words();
        for (int command = 0; command < workload.commands(); command++) {
            stream.command(command);
            contender.apply(words, command * Workload.WORDS);
        }
        contender.tellResting();
    }

    private void speed(int warmUps, int rounds) {
        long[] cpu = new long[rounds];
        long[] wall = new long[rounds];
        int third = workload.prelude() + (workload.commands() - workload.prelude()) / 3;
        long allocated = 0;
        for (int i = -warmUps; i < rounds; i++) {
            fill();
            long wallBefore = System.nanoTime();
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            apply(workload.prelude(), third);
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            apply(third, workload.commands());
            allocated = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
            long cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            long wallNanos = System.nanoTime() - wallBefore;
            if (i >= 0) {
                cpu[i] = cpuNanos;
                wall[i] = wallNanos;
            }
        }
        print("commands", workload.commands() - workload.prelude());
        print("cpuNanos", list(cpu));
        print("wallNanos", list(wall));
        print("allocatedBytesPerCommand", 1.0 * allocated / (workload.commands() - third));
    }

    private void latency(int warmUps) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = -warmUps; i < 1; i++) {
            histogram.clear();
            fill();
            timed(histogram);
        }
        print("p50Nanos", histogram.quantile(500));
        print("p99Nanos", histogram.quantile(990));
        print("p999Nanos", histogram.quantile(999));
        print("timerNanos", timerNanos());
    }

    private void memory() {
        // Once before, so that what is made once for all books is not counted.
        contender.open(workload);
        usedBytes();
        contender.open(new Workload(0, 0, new long[0]));
        long before = usedBytes();
        contender.open(workload);
        long empty = usedBytes();
        apply(0, workload.prelude());
        long filled = usedBytes();
        apply(workload.prelude(), workload.commands());
        long traded = usedBytes();
        print("books", workload.books());
        print("orders", workload.prelude());
        print("emptyBytes", empty - before);
        print("orderBytes", filled - empty);
        print("orderBytesAfterTrading", traded - empty);
    }

    private long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return heap.getUsed() + contender.bytesOutsideHeap();
    }

    private void fill() {
        contender.open(workload);
        apply(0, workload.prelude());
        System.gc();
    }

    private void apply(int from, int to) {
        long[] words = workload.words();
        for (int at = from * Workload.WORDS; at < to * Workload.WORDS; at += Workload.WORDS) {
            contender.apply(words, at);
        }
    }

    private void timed(LatencyHistogram histogram) {
        long[] words = workload.words();
        int from = workload.prelude() * Workload.WORDS;
        for (int at = from; at < words.length; at += Workload.WORDS) {
            long before = System.nanoTime();
            contender.apply(words, at);
            histogram.add(System.nanoTime() - before);
        }
    }

    /** What two calls of the timer with nothing between them say, the median. */
    private static int timerNanos() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < 1_000_000; i++) {
            long before = System.nanoTime();
            histogram.add(System.nanoTime() - before);
        }
        return histogram.quantile(500);
    }

    private static String list(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(","));
    }

    static void print(String key, Object value) {
        System.out.println(key + "=" + value);
    }
}
