package energy.peerwatt.metering.headend.store;

import energy.peerwatt.metering.headend.IntervalValue;
import org.jspecify.annotations.Nullable;

/**
 * A value that is about to be stored; its version is decided there.
 *
 * @param registerWh energy so far at the interval's end; null if the value is not from registers
 * @param again whether the interval has a value already
 */
record ComputedValue(IntervalValue value, @Nullable Long registerWh, boolean again) {}
