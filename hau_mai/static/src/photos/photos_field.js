import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { registry } from "@web/core/registry";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

/** Photos as a gallery: thumbnails that open large, a camera to add one. */
export class PhotosField extends Many2ManyBinaryField {
    static template = "hau_mai.PhotosField";

    setup() {
        super.setup();
        this.viewer = useFileViewer();
    }

    open(file) {
        const files = this.files.map(({ id, name }) => ({
            id,
            name,
            isViewable: true,
            isImage: true,
            defaultSource: `/web/image/${id}`,
            downloadUrl: this.getUrl(id),
        }));
        this.viewer.open(
            files.find(({ id }) => id === file.id),
            files
        );
    }
}

registry.category("fields").add("hau_mai_photos", {
    ...many2ManyBinaryField,
    component: PhotosField,
});
