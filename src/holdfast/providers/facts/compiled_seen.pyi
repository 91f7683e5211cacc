from holdfast.providers.facts.pieces import Seen

class CompiledSeen:
    def as_mapping(self) -> Seen: ...
