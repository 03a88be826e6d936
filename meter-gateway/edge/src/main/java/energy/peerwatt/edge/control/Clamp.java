package energy.peerwatt.edge.control;

import energy.peerwatt.metering.protocol.SetpointReport.Reason;

/**
 * An ordered power between what the household keeps and what the device bears. The nameplate wins.
 *
 * @param reason {@link Reason#NONE} if nothing had to be changed
 */
record Clamp(long watts, Reason reason) {

    static Clamp of(long ordered, long least, long most) {
        if (ordered > most) {
            return new Clamp(most, Reason.NAMEPLATE);
        }
        return ordered < least
                ? new Clamp(Math.min(least, most), Reason.FLOOR)
                : new Clamp(ordered, Reason.NONE);
    }
}
