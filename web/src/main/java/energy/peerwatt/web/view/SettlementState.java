package energy.peerwatt.web.view;

import energy.peerwatt.settlement.store.OutboxEntry;
import org.jspecify.annotations.Nullable;

/** How far a settlement has come. */
public enum SettlementState {
    SETTLED,
    SENT,
    CONFIRMED,
    /** The contract refused the batch; needs a person. */
    REVERTED;

    static SettlementState of(@Nullable OutboxEntry entry) {
        if (entry == null) {
            return SETTLED;
        }
        return switch (entry.state()) {
            case PREPARED -> SETTLED;
            case SENT, MINED -> SENT;
            case CONFIRMED -> CONFIRMED;
            case REVERTED -> REVERTED;
        };
    }
}
