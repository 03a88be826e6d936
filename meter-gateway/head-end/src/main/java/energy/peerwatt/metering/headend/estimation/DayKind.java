package energy.peerwatt.metering.headend.estimation;

import java.time.LocalDate;
import java.util.Set;

/** Days of one kind are like each other. */
enum DayKind {
    WORKDAY,
    SATURDAY,
    /** A Sunday or a holiday. */
    SUNDAY;

    static DayKind of(LocalDate date, Set<LocalDate> holidays) {
        if (holidays.contains(date)) {
            return SUNDAY;
        }
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> SATURDAY;
            case SUNDAY -> SUNDAY;
            default -> WORKDAY;
        };
    }
}
