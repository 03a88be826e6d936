package energy.peerwatt.metering.headend.validation;

import energy.peerwatt.metering.headend.RegisterChange;
import energy.peerwatt.metering.headend.RegisterReading;
import energy.peerwatt.metering.headend.Screening;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a register that has been read.
 *
 * @param newest newest usable reading
 * @param changedAt time of the first reading that showed the newest value
 * @param offsetWh added to what it shows; see {@link RegisterChange}
 * @param suspicion readings after the newest usable one that go together, null if there are none
 */
public record RegisterState(
        RegisterReading newest, Instant changedAt, long offsetWh, @Nullable Suspicion suspicion) {

    /** A register read for the first time. */
    public static RegisterState first(RegisterReading reading) {
        return new RegisterState(reading, reading.at(), 0, null);
    }

    /** A usable reading counts on from the newest one, after {@code offsetWh}. */
    RegisterState next(RegisterReading reading, long newOffsetWh) {
        boolean same = reading.registerWh() == newest.registerWh() && newOffsetWh == offsetWh;
        return new RegisterState(reading, same ? changedAt : reading.at(), newOffsetWh, null);
    }

    /** The same without suspicion. */
    public RegisterState unsuspicious() {
        return new RegisterState(newest, changedAt, offsetWh, null);
    }

    RegisterState suspecting(Suspicion next) {
        return new RegisterState(newest, changedAt, offsetWh, next);
    }

    /**
     * Implausible readings of which each continues the one before.
     *
     * @param verdict ROLLBACK or LIMIT
     * @param readings how many, at least 1
     */
    public record Suspicion(
            Screening verdict, RegisterReading first, RegisterReading last, int readings) {

        static Suspicion of(Screening verdict, RegisterReading reading) {
            return new Suspicion(verdict, reading, reading, 1);
        }

        Suspicion with(RegisterReading next) {
            return new Suspicion(verdict, first, next, readings + 1);
        }
    }
}
