package energy.peerwatt.web.registry.store;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.web.registry.Participant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** Row of {@code market.participant}. */
@Entity
@Table(schema = "market", name = "participant")
@NullUnmarked
class ParticipantEntity {

    @Id
    @Column(name = "id")
    long id;

    @Column(name = "name")
    String name;

    static ParticipantEntity of(Participant participant) {
        ParticipantEntity entity = new ParticipantEntity();
        entity.id = participant.id().value();
        entity.name = participant.name();
        return entity;
    }

    Participant toRecord() {
        return new Participant(new ParticipantId(id), name);
    }
}
