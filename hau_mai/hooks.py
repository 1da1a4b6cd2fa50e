"""What has to happen besides loading the add-on, once."""


def uninstall_hook(env):
    """Leave the database able to run: nothing of ours may be pointed at afterwards.

    Activities stay (they are core's), but the ones that name our models would
    open a model that is gone; core removes activities only with their records.
    """
    models = env["ir.model"].search([("model", "=like", "hau_mai.%")])
    env["mail.activity"].with_context(active_test=False).sudo().search(
        [("res_model_id", "in", models.ids)]
    ).unlink()
    # the external ids of imported cards are of no module: nobody else removes them
    env["ir.model.data"].sudo().search([("module", "=", "hau_mai_import")]).unlink()
