import { registry } from "@web/core/registry";
import { badgeSelectionField } from "@web/views/fields/badge_selection/badge_selection_field";

/** A choice by one tap on a card: core's badges, which otherwise only work in an open form. */
registry.category("fields").add("hau_mai_tap", {
    ...badgeSelectionField,
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...badgeSelectionField.extractProps(fieldInfo, dynamicInfo),
        readonly: dynamicInfo.readonly,
    }),
});
