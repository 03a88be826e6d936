package energy.peerwatt.edge.control;

import energy.peerwatt.edge.modbus.ModbusAnswer;
import energy.peerwatt.edge.modbus.ModbusUnit;
import energy.peerwatt.edge.modbus.WriteAnswer;
import energy.peerwatt.edge.sunspec.ModelHeader;
import energy.peerwatt.edge.sunspec.PointPlace;
import energy.peerwatt.edge.sunspec.PointValue;
import energy.peerwatt.edge.sunspec.SunSpecGroup;
import energy.peerwatt.edge.sunspec.SunSpecModel;
import energy.peerwatt.metering.protocol.SetpointReport.Reason;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One SunSpec model of controls: writes its points, one request each, and reads all back. */
final class SunSpecControls {

    private static final int ATTEMPTS = 3;
    private static final int SINGLE = 6;
    private static final int MULTIPLE = 16;

    /** How a point must look after it was written. */
    enum Check {
        /** As written. */
        EXACT,
        /** As written, or smaller by what the device may round away. */
        NOT_MORE,
        /** A timer: it runs down, and the device may have its own longest. */
        RUNNING
    }

    /**
     * A new value of a point.
     *
     * @param raw not scaled
     * @param tolerance for {@link Check#NOT_MORE}, in steps of the register
     */
    record Write(String point, long raw, Check check, long tolerance) {

        private static final int LONGEST_SHORT_TIMER = 65_534;

        static Write exactly(String point, long raw) {
            return new Write(point, raw, Check.EXACT, 0);
        }

        static Write notMore(String point, long raw, long tolerance) {
            return new Write(point, raw, Check.NOT_MORE, tolerance);
        }

        static Write timer(String point, long seconds) {
            return new Write(point, seconds, Check.RUNNING, 0);
        }

        /** A timer in a uint16, whose largest value means that there is none. */
        static Write shortTimer(String point, long seconds) {
            return timer(point, Math.min(seconds, LONGEST_SHORT_TIMER));
        }

        private boolean isShownBy(long shown) {
            return switch (check) {
                case EXACT -> shown == raw;
                case NOT_MORE ->
                        Math.abs(shown) <= Math.abs(raw)
                                && (shown == 0 || Long.signum(shown) == Long.signum(raw))
                                && Math.abs(raw) - Math.abs(shown) <= tolerance;
                case RUNNING -> shown > 0 && shown <= raw;
            };
        }
    }

    /**
     * What came of writing.
     *
     * @param failure {@link Reason#NONE} if all is as written
     * @param shown what the device showed at last
     */
    record Written(Reason failure, SunSpecGroup shown) {}

    private final ModbusUnit unit;
    private final ModelHeader header;
    private final boolean onlySingle;

    /**
     * The controls of one model.
     *
     * @param onlySingle whether the device takes function 6 only, which excludes points of two
     *     registers
     */
    SunSpecControls(ModbusUnit unit, ModelHeader header, boolean onlySingle) {
        this.unit = unit;
        this.header = header;
        this.onlySingle = onlySingle;
    }

    SunSpecGroup read() {
        return SunSpecModel.read(unit, header).content();
    }

    /** Whether the device has all of these points; without it nothing can be said about them. */
    static boolean has(SunSpecGroup model, String... points) {
        return List.of(points).stream().allMatch(point -> model.number(point).isPresent());
    }

    /** The register's value, not scaled. */
    static Optional<Long> raw(SunSpecGroup model, String point) {
        return model.number(point).map(PointValue.Scaled::raw);
    }

    /** Writes in this order until the device shows everything, three times at most. */
    Written write(List<Write> writes) {
        Reason failure = Reason.NONE;
        @Nullable SunSpecGroup shown = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            failure = writeOnce(writes) ? Reason.NONE : Reason.DECLINED;
            shown = read();
            if (failure == Reason.NONE) {
                failure = isShown(writes, shown) ? Reason.NONE : Reason.READ_BACK;
            }
            if (failure == Reason.NONE) {
                break;
            }
        }
        return new Written(failure, Objects.requireNonNull(shown));
    }

    private boolean writeOnce(List<Write> writes) {
        for (Write write : writes) {
            PointPlace place =
                    PointPlace.of(header, write.point())
                            .orElseThrow(() -> new IllegalArgumentException(write.point()));
            boolean single = onlySingle && place.registers() == 1;
            WriteAnswer answer =
                    unit.write(
                            single ? SINGLE : MULTIPLE,
                            place.address(),
                            words(write.raw(), place.registers()));
            if (answer instanceof ModbusAnswer.Declined) {
                return false;
            }
        }
        return true;
    }

    private static Integer[] words(long raw, int registers) {
        Integer[] words = new Integer[registers];
        for (int i = 0; i < registers; i++) {
            words[i] = (int) (raw >>> (16 * (registers - 1 - i))) & 0xFFFF;
        }
        return words;
    }

    private static boolean isShown(List<Write> writes, SunSpecGroup shown) {
        return writes.stream()
                .allMatch(write -> raw(shown, write.point()).filter(write::isShownBy).isPresent());
    }
}
