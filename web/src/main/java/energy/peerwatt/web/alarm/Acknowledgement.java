package energy.peerwatt.web.alarm;

import java.time.Instant;

/**
 * Somebody has looked at an alarm.
 *
 * @param alarm its list, register, what it is and since when
 * @param note what was found, for colleagues; may be empty
 * @param by login
 * @param at market time
 */
public record Acknowledgement(String alarm, String note, String by, Instant at) {}
