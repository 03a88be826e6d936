package energy.peerwatt.edge.device;

import energy.peerwatt.edge.testkit.ModbusSlaveServer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Draws what a device measures into the registers of a slave, where its profile says. */
public final class RenderedProfile {

    private RenderedProfile() {}

    /** Only quantities that the profile has are drawn, and what its probe looks at. */
    public static void draw(
            ModbusSlaveServer slave, int unit, String id, Map<ProfileQuantity, BigDecimal> values) {
        DeviceProfile profile = DeviceProfiles.load(id);
        profile.probe()
                .ifPresent(probe ->
                        write(slave, unit, probe.term(), BigDecimal.valueOf(probe.from())));
        values.forEach((quantity, value) -> {
            List<DeviceProfile.Term> terms = profile.terms(quantity);
            DeviceProfile.Term chosen =
                    terms.stream()
                            .filter(term ->
                                    terms.size() == 1
                                            || term.scale().factor() > 0 == value.signum() >= 0)
                            .findFirst()
                            .orElse(null);
            for (DeviceProfile.Term term : terms) {
                BigDecimal step = term.scale().times(BigDecimal.ONE);
                BigDecimal raw =
                        term.equals(chosen)
                                ? value.divide(step, 6, RoundingMode.HALF_UP)
                                : BigDecimal.ZERO;
                write(slave, unit, term, raw);
            }
        });
    }

    private static void write(
            ModbusSlaveServer slave, int unit, DeviceProfile.Term term, BigDecimal raw) {
        int count = term.span().count();
        ByteBuffer bytes = ByteBuffer.allocate(8);
        switch (term.type()) {
            case FLOAT32 -> bytes.putFloat(4, raw.floatValue());
            case FLOAT64 -> bytes.putDouble(0, raw.doubleValue());
            default -> bytes.putLong(0, raw.setScale(0, RoundingMode.HALF_UP).longValueExact());
        }
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            int word = bytes.getShort(8 - 2 * count + 2 * i) & 0xFFFF;
            words[term.lowFirst() ? count - 1 - i : i] = word;
        }
        if (term.span().function() == 3) {
            slave.holding(unit, term.span().address(), words);
        } else {
            slave.input(unit, term.span().address(), words);
        }
    }
}
