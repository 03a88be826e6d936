package energy.peerwatt.web.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * An interval's settlement with its lines.
 *
 * @param entries the lines that the caller may see
 */
public record SettlementDetailView(
        @JsonUnwrapped SettlementView settlement, List<EntryView> entries) {}
