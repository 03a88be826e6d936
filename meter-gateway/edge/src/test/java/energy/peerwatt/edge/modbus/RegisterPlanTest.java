package energy.peerwatt.edge.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import energy.peerwatt.market.MarketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Plans against a device whose register n holds n. */
class RegisterPlanTest {

    private static final RegisterSpan POWER = new RegisterSpan(3, 100, 2);
    private static final RegisterSpan IMPORT = new RegisterSpan(3, 112, 2);
    private static final RegisterSpan EXPORT = new RegisterSpan(3, 114, 4);
    private static final RegisterSpan FAR = new RegisterSpan(3, 300, 2);
    private static final RegisterSpan INPUT = new RegisterSpan(4, 118, 1);

    private final TreeSet<Integer> missing = new TreeSet<>();
    private final List<String> requests = new ArrayList<>();
    private int exception = 2;

    @Test
    void spansCloseToEachOtherShareARequest() {
        RegisterPlan plan = plan(FAR, EXPORT, POWER, IMPORT, INPUT);

        Map<RegisterSpan, RegisterBlock> found = plan.read(this::answer);

        assertThat(requests).containsExactly("3:100+18", "3:300+2", "4:118+1");
        assertThat(found.get(EXPORT).bits64(114)).isEqualTo(0x0072_0073_0074_0075L);
        assertThat(found.get(FAR).unsigned16(301)).isEqualTo(301);
        assertThat(found.get(INPUT).unsigned16(118)).isEqualTo(118);
    }

    @Test
    void gapAndLengthAreLimited() {
        new RegisterPlan(List.of(POWER, IMPORT, EXPORT), 125, 9).read(this::answer);
        assertThat(requests).containsExactly("3:100+2", "3:112+6");

        requests.clear();
        new RegisterPlan(List.of(POWER, IMPORT, EXPORT), 14, 10).read(this::answer);
        assertThat(requests).containsExactly("3:100+14", "3:114+4");
    }

    @Test
    void holeSplitsTheRequestAndIsRemembered() {
        missing.add(105);
        RegisterPlan plan = plan(POWER, IMPORT, EXPORT);

        assertThat(plan.read(this::answer)).containsOnlyKeys(POWER, IMPORT, EXPORT);
        requests.clear();
        plan.read(this::answer);

        assertThat(requests).containsExactly("3:100+2", "3:112+6");
    }

    @Test
    void registerThatIsMissingIsAbsentAndNeverAskedForAgain() {
        missing.add(114);
        RegisterPlan plan = plan(POWER, IMPORT, EXPORT);

        assertThat(plan.read(this::answer)).containsOnlyKeys(POWER, IMPORT);
        requests.clear();
        assertThat(plan.read(this::answer)).containsOnlyKeys(POWER, IMPORT);

        assertThat(requests).containsExactly("3:100+2", "3:112+2");
    }

    @Test
    void busyDeviceIsNoReadingAndChangesNothing() {
        RegisterPlan plan = plan(POWER, IMPORT);
        missing.add(101);
        exception = 6;
        assertThatThrownBy(() -> plan.read(this::answer))
                .isInstanceOf(MarketException.class)
                .hasMessageContaining("exception 6");

        missing.clear();
        requests.clear();
        assertThat(plan.read(this::answer)).containsOnlyKeys(POWER, IMPORT);
        assertThat(requests).containsExactly("3:100+14");
    }

    @Test
    void deviceThatHasNothingGivesNothing() {
        missing.addAll(IntStream.range(0, 400).boxed().toList());
        RegisterPlan plan = plan(POWER, IMPORT, EXPORT, FAR);

        assertThat(plan.read(this::answer)).isEmpty();
        assertThat(plan.requests()).isZero();
    }

    private static RegisterPlan plan(RegisterSpan... wanted) {
        return new RegisterPlan(List.of(wanted), ModbusRead.MAX_COUNT, RegisterPlan.USUAL_GAP);
    }

    private ModbusAnswer answer(int function, int address, int count) {
        requests.add(function + ":" + address + "+" + count);
        if (!missing.subSet(address, address + count).isEmpty()) {
            return new ModbusAnswer.Declined(exception);
        }
        short[] words = new short[count];
        for (int i = 0; i < count; i++) {
            words[i] = (short) (address + i);
        }
        return new ModbusAnswer.Registers(new RegisterBlock(address, words));
    }
}
