import { registry } from "@web/core/registry";
import {
    many2ManyBinaryField,
    Many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

/** Files that are nobody else's until the record is saved: uploaded without its id. */
export class PrivateFilesField extends Many2ManyBinaryField {
    static template = "hau_mai.PrivateFilesField";
}

registry.category("fields").add("hau_mai_private_files", {
    ...many2ManyBinaryField,
    component: PrivateFilesField,
});
